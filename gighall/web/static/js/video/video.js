// The page of a video call.
import "./video-call.js";
