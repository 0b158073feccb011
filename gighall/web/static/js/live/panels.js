// Panels beside the talk: fetched again, as the server prints them, when the order has moved.

/** Return the fragment that the server prints at an address. */
export async function fetchFragment(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, redirect: "error" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const fragment = document.createElement("template");
  fragment.innerHTML = await answer.text();
  return fragment.content;
}

let isWanted = false;
let isUnderWay = false;

/** Fetch every panel of the page again. What moves meanwhile is fetched after it: an older answer never comes last. */
export async function refreshPanels() {
  isWanted = true;
  if (isUnderWay) return;
  isUnderWay = true;
  while (isWanted) {
    isWanted = false;
    for (const panel of document.querySelectorAll("[data-refresh-url]")) await refresh(panel);
  }
  isUnderWay = false;
}

// A panel in which the person is writing is left alone.
async function refresh(panel) {
  if (hasWordsTyped(panel)) return;
  let fragment;
  try {
    fragment = await fetchFragment(panel.dataset.refreshUrl);
  } catch {
    // The next change, or a reload, brings it.
    return;
  }
  if (hasWordsTyped(panel)) return;
  // What the panel says elsewhere on the page, such as the state beside the title, it brings along.
  for (const elsewhere of fragment.querySelectorAll("template[data-for]")) {
    const place = document.getElementById(elsewhere.dataset.for);
    if (place) replace(place, elsewhere.content);
  }
  replace(panel, fragment);
}

// What a person has opened stays open, where it is there still.
function replace(place, fragment) {
  const opened = new Set([...place.querySelectorAll("details[open]")].map(nameOf));
  for (const details of fragment.querySelectorAll("details")) if (opened.has(nameOf(details))) details.open = true;
  place.replaceChildren(fragment);
}

function nameOf(details) {
  return details.id || (details.querySelector("summary")?.textContent.trim() ?? "");
}

function hasWordsTyped(panel) {
  return [...panel.querySelectorAll("textarea, input[type=text]")].some((field) => field.value !== field.defaultValue);
}
