"""What is packed depends on what is in it, and on nothing else."""

import io
import tarfile

from hypothesis import given
from hypothesis import strategies as st

from release.distributions import normalised

DATE = 1_800_000_000
FILES = st.dictionaries(st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8}){0,2}\.py", fullmatch=True), st.binary(max_size=2000))


def packed(files: dict[str, bytes], date: int, owner: int, *, backwards: bool = False) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name in sorted(files, reverse=backwards):
            member = tarfile.TarInfo(name)
            member.size, member.mtime, member.uid, member.uname = len(files[name]), date, owner, f"user{owner}"
            tar.addfile(member, io.BytesIO(files[name]))
    return out.getvalue()


@given(FILES, st.integers(0, 2**31), st.integers(0, 2**20), st.booleans())
def test_two_packings_are_equal(files: dict[str, bytes], date: int, owner: int, backwards: bool) -> None:
    one = normalised(packed(files, 1, 0), DATE)
    assert one == normalised(packed(files, date, owner, backwards=backwards), DATE)


@given(FILES)
def test_what_is_in_it_stays(files: dict[str, bytes]) -> None:
    with tarfile.open(fileobj=io.BytesIO(normalised(packed(files, 1, 0), DATE))) as tar:
        read = {member.name: tar.extractfile(member) for member in tar}
        assert {name: file.read() for name, file in read.items() if file} == files
        assert {member.mtime for member in tar} <= {DATE}
