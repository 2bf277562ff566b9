// Text with format=flowed (RFC 3676): lines that end with a space go on in the next one (R-FLOWED).

export function joinFlowed(text, delSp) {
  const joined = [];
  let open = null; // the quote depth of a line that goes on
  for (const line of text.split("\n")) {
    const depth = /^>*/.exec(line)[0].length;
    const content = line.slice(depth);
    const unstuffed = content.startsWith(" ") ? content.slice(1) : content;
    const isSignature = unstuffed === "-- ";
    const isFlowed = unstuffed.endsWith(" ") && !isSignature;
    const kept = isFlowed && delSp ? unstuffed.slice(0, -1) : unstuffed;
    if (open === depth && !isSignature) joined.at(-1).push(kept);
    else joined.push([">".repeat(depth), depth > 0 && content !== unstuffed ? " " : "", kept]);
    open = isFlowed ? depth : null;
  }
  return joined.map((pieces) => pieces.join("")).join("\n");
}
