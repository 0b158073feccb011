// The live order page: loaded by pages that hold a <live-timeline>.
import "./live-timeline.js";
import "./elsewhere.js";
