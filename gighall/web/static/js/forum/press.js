// Posts a form as its button would, and returns what the hall answers; on failure the sentence that says why.
const said = document.getElementById("forum-said");

export async function press(form, button) {
  const body = new FormData(form, button);
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  } catch {
    return { why: said.dataset.failed };
  }
  const words = answer.headers.get("content-type")?.startsWith("application/json") ? await answer.json() : {};
  return answer.ok && !answer.redirected ? { answer: words } : { why: words.say ?? said.dataset.failed };
}

// A double click is one press, however fast the hall answers the first.
export function pressOnce(element) {
  element.addEventListener("click", (event) => {
    if (event.detail > 1 && event.target.closest("button")) event.preventDefault();
  });
}

export function say(text) {
  said.textContent = text;
}
