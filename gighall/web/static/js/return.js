// On the page that is shown while the hall starts: looks whether it is back, and then opens what was asked for.
const LOOK_AGAIN_MS = 2000;

async function look() {
  try {
    const answer = await fetch("/health/", { cache: "no-store" });
    if (answer.ok) return location.reload();
  } catch {
    // Nobody answers yet.
  }
  setTimeout(look, LOOK_AGAIN_MS);
}

setTimeout(look, LOOK_AGAIN_MS);
