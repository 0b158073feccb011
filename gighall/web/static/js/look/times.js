// Keeps the words of recent times fresh ("3 minutes ago"); older ones stay as the server printed them.
const REFRESH_MS = 30_000;
const MINUTE_MS = 60_000;
const RELATIVE_MINUTES_MAX = 60;
const RELATIVE_DAYS = 7;
const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto" });

const sinceWords = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "always" });

// As the server says it (web/shared/moments.py): never less than nothing, an old moment by its date.
function since(time) {
  const minutes = Math.floor((hallNow() - Date.parse(time.dateTime)) / MINUTE_MS);
  if (minutes < 1) return time.dataset.just;
  if (minutes >= RELATIVE_DAYS * 24 * 60) return time.dataset.day;
  if (minutes < 60) return sinceWords.format(-minutes, "minute");
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? sinceWords.format(-hours, "hour") : sinceWords.format(-Math.floor(hours / 24), "day");
}

function refresh() {
  for (const time of document.querySelectorAll("time[data-moment]")) {
    const text = since(time);
    if (time.textContent !== text) time.textContent = text;
  }
  for (const time of document.querySelectorAll("time[data-relative]")) {
    time.dataset.printed ??= time.textContent;
    // The hall's clock may be moved ahead in a demo, so "now" is counted from what the page was told.
    const minutes = Math.floor((hallNow() - Date.parse(time.dateTime)) / MINUTE_MS);
    const recent = minutes >= 0 && minutes < RELATIVE_MINUTES_MAX;
    time.textContent = recent ? words.format(-minutes, "minute") : time.dataset.printed;
  }
}

const loadedAt = Date.now();
const hallAtLoad = Date.parse(document.documentElement.dataset.now ?? "") || loadedAt;
function hallNow() {
  return hallAtLoad + (Date.now() - loadedAt);
}

refresh();
setInterval(refresh, REFRESH_MS);
