// Which camera and microphone this browser is to use, kept in this browser alone.

const NAME = "gighall.video.devices";

/** Return what asks for the device of a kind ("audioinput", "videoinput") that was chosen here before; else nothing. */
export function chosen(kind) {
  const id = read()[kind];
  return id ? { deviceId: { exact: id } } : {};
}

/** Forget what was chosen: such a device is not there any more. */
export function forget() {
  try {
    localStorage.removeItem(NAME);
  } catch {
    // Without storage there was nothing kept.
  }
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
