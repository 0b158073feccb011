// Prints a moment as the server does ("22 Nov, 13:52"), in the zone the person chose, not in the device's.
const page = document.documentElement;
const format = new Intl.DateTimeFormat(page.lang || "en", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: page.dataset.zone || undefined,
});

export function printed(moment) {
  const parts = Object.fromEntries(format.formatToParts(moment).map((part) => [part.type, part.value]));
  return `${parts.day} ${parts.month}, ${parts.hour}:${parts.minute}`;
}
