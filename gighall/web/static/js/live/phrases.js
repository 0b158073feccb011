// Ready words: a press puts them where the caret stands.

/** Show the menu, and hand the words of whatever is pressed to `insert(text)`. */
export function offerPhrases(insert) {
  const menu = document.getElementById("composer-phrases");
  if (menu === null) return;
  menu.hidden = false;
  menu.addEventListener("click", (event) => {
    const button = event.target.closest("[data-phrase]");
    if (button === null) return;
    menu.open = false;
    insert(button.dataset.phrase);
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}
