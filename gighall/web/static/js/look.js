// The small elements every page may use. Each page works without them.
import "./look/menu-box.js";
import "./look/confirm-box.js";
import "./look/copy-value.js";
import "./look/theme-switch.js";
import "./look/times.js";

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js").catch(() => {
    // Some browsers refuse it in private windows; only the offline page is missing then.
  });
}
