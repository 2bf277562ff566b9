"""Write the pages."""

from docs._pages import DOCS
from docs._pages.coverage import coverage_page
from docs._pages.engines import engines_page
from docs._pages.gallery import gallery
from docs._pages.guide import guide
from docs._pages.man import man_page
from docs._pages.power import power_page
from docs._pages.rules import rules_page
from docs._pages.speed import speed_page
from docs._pages.wall import reports_page, wall_page

for name, page in {
    "rules.md": rules_page,
    "gallery.md": gallery,
    "coverage.md": coverage_page,
    "testing.md": guide,
    "power.md": power_page,
    "engines.md": engines_page,
    "design/speed.md": speed_page,
    "wall.md": wall_page,
    "wall-reports.md": reports_page,
    "../cli/smsmail.1": man_page,
}.items():
    (DOCS / name).write_text(page(), "utf-8")
