// A page of the community. Every form works without this; with it nothing is loaded anew.
import "./vote-box.js";
import "./reaction-box.js";
import "./copy-link.js";
import "./quotes.js";
import "./anchors.js";
