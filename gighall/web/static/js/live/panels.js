// Panels beside the talk: fetched again, as the server prints them, when the order has moved.

/** Return the fragment that the server prints at an address. */
export async function fetchFragment(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, redirect: "error" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const fragment = document.createElement("template");
  fragment.innerHTML = await answer.text();
  return fragment.content;
}

/** Fetch every panel of the page again; one in which the person is writing is left alone. */
export async function refreshPanels() {
  for (const panel of document.querySelectorAll("[data-refresh-url]")) {
    if (hasWordsTyped(panel)) continue;
    try {
      const fragment = await fetchFragment(panel.dataset.refreshUrl);
      // What the panel says elsewhere on the page, such as the state beside the title, it brings along.
      for (const elsewhere of fragment.querySelectorAll("template[data-for]")) {
        document.getElementById(elsewhere.dataset.for)?.replaceChildren(elsewhere.content);
      }
      panel.replaceChildren(fragment);
    } catch {
      // The next change, or a reload, brings it.
    }
  }
}

function hasWordsTyped(panel) {
  return [...panel.querySelectorAll("textarea, input[type=text]")].some((field) => field.value !== field.defaultValue);
}
