// Sizes and times as people say them, in the language of the page.

const LANGUAGE = document.documentElement.lang || "en";
const UNITS = ["B", "KB", "MB", "GB"];
const STEP = 1024;
// Rounded up, so that a file that is a little too large does not look as if it were not.
const figures = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1, roundingMode: "ceil" });
const percents = new Intl.NumberFormat(LANGUAGE, { style: "percent", maximumFractionDigits: 0, roundingMode: "floor" });

/** Return a number of bytes in words. */
export function sizeWords(bytes) {
  let size = bytes;
  let unit = 0;
  while (size >= STEP && unit < UNITS.length - 1) {
    size /= STEP;
    unit += 1;
  }
  return `${figures.format(size)} ${UNITS[unit]}`;
}

/** Return a part of a whole as a percentage; all of it only when it is. */
export function percentWords(part, whole) {
  return percents.format(whole ? part / whole : 0);
}

/** Return a stretch of seconds in words, in the largest unit that says something. */
export function timeWords(seconds) {
  const [unit, length] = seconds >= 5400 ? ["hour", 3600] : seconds >= 90 ? ["minute", 60] : ["second", 1];
  const words = new Intl.NumberFormat(LANGUAGE, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 0 });
  return words.format(Math.max(1, Math.round(seconds / length)));
}
