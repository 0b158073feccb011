// Code points and UTF-16. The server counts code points; JavaScript counts UTF-16 units, two for an emoji.

/** Return how many code points a text has. */
export function countPoints(text) {
  let count = 0;
  for (const _point of text) count += 1;
  return count;
}

/** Return, for ascending offsets in code points, the same offsets in UTF-16 units, in one pass. */
export function toUnits(text, offsets) {
  const units = [];
  let point = 0;
  let unit = 0;
  for (const offset of offsets) {
    while (point < offset && unit < text.length) {
      unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
      point += 1;
    }
    units.push(unit);
  }
  return units;
}

/** Cut a text at its marks: [{text, mark}], where mark is null for what stands between. Marks are in order. */
export function cut(text, marks, start = "s", end = "e") {
  const units = toUnits(text, marks.flatMap((mark) => [mark[start], mark[end]]));
  const pieces = [];
  let position = 0;
  marks.forEach((mark, index) => {
    const [from, to] = [units[2 * index], units[2 * index + 1]];
    if (from > position) pieces.push({ text: text.slice(position, from), mark: null });
    pieces.push({ text: text.slice(from, to), mark });
    position = to;
  });
  if (position < text.length) pieces.push({ text: text.slice(position), mark: null });
  return pieces;
}
