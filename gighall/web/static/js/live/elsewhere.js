// News of another talk than this page's that this page shows too: a call that rings, beside the talk in the inbox.

import { line } from "./line.js";
import { refreshPanels } from "./panels.js";

line.addEventListener("frame", ({ detail: frame }) => {
  if (frame.op !== "changed" || document.querySelector(`live-timeline[record="${frame.id}"]`)) return;
  if (document.querySelector("[data-refresh-any]")) refreshPanels();
});
