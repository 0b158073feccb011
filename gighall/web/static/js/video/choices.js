// Which camera and microphone this browser is to use, kept in this browser alone.

const NAME = "gighall.video.devices";

/** Return what asks for the device of a kind ("audioinput", "videoinput") that was chosen here before; else nothing. */
export function chosen(kind) {
  const id = read()[kind];
  return id ? { deviceId: { ideal: id } } : {};
}

/** Keep to a device. */
export function remember(kind, id) {
  try {
    localStorage.setItem(NAME, JSON.stringify({ ...read(), [kind]: id }));
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(NAME) ?? "{}");
  } catch {
    return {};
  }
}
