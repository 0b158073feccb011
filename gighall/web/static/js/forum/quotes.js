// Quotes put into the box for the answer: a whole post, what is selected in one, or several posts together.
import { say } from "./press.js";

const form = document.getElementById("reply-form");
const box = form?.querySelector("textarea");
const words = document.getElementById("forum-said")?.dataset;
const template = document.getElementById("quote-selection-template");
const bar = document.querySelector("quote-bar");
const LETTER = /[\p{L}\p{N}\p{M}]/u;

function put(text) {
  const before = box.value.trimEnd();
  box.value = `${before ? `${before}\n\n` : ""}${text.trimEnd()}\n\n`;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
  say(words.quoted);
}

async function quotationOf(id) {
  const answer = await fetch(`/community/posts/${id}/quotation/`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).text;
}

async function quote(ids) {
  try {
    const texts = await Promise.all(ids.map(quotationOf));
    put(texts.join("\n"));
  } catch {
    say(words.failed);
  }
}

function typed(post, text) {
  const name = post.dataset.name.replace(/[\]\s]+/g, " ").trim();
  return `[quote=${post.dataset.post} ${name}]\n${text}\n[/quote]\n`;
}

// Somebody selects roughly; a quote holds whole words.
function widened(range) {
  const whole = range.cloneRange();
  const { startContainer: first, endContainer: last } = range;
  let start = range.startOffset;
  let end = range.endOffset;
  if (first.nodeType === Node.TEXT_NODE) {
    while (start > 0 && LETTER.test(first.data[start - 1]) && LETTER.test(first.data[start] ?? "")) start -= 1;
    whole.setStart(first, start);
  }
  if (last.nodeType === Node.TEXT_NODE) {
    while (end < last.length && end > 0 && LETTER.test(last.data[end]) && LETTER.test(last.data[end - 1])) end += 1;
    whole.setEnd(last, end);
  }
  return whole;
}

function selected() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const inside = range.commonAncestorContainer;
  const element = inside.nodeType === Node.TEXT_NODE ? inside.parentElement : inside;
  const body = element.closest('[data-part="body"]');
  // What is itself a quote is quoted from its own post.
  if (!body || element.closest(".quote") || range.cloneContents().querySelector(".quote")) return null;
  selection.removeAllRanges();
  selection.addRange(widened(range));
  return { post: body.closest("article"), text: selection.toString().trim() };
}

let offered = null;
function offer() {
  const range = document.getSelection().rangeCount ? document.getSelection().getRangeAt(0) : null;
  const body = range && !range.collapsed && range.commonAncestorContainer.parentElement?.closest('[data-part="body"]');
  offered?.remove();
  offered = null;
  if (!body || !range.toString().trim()) return;
  offered = template.content.firstElementChild.cloneNode(true);
  const place = range.getBoundingClientRect();
  offered.style.insetBlockStart = `${scrollY + place.bottom + 8}px`;
  offered.style.left = `${scrollX + Math.max(8, Math.min(place.left, innerWidth - 200))}px`;
  offered.addEventListener("pointerdown", (event) => event.preventDefault());
  offered.addEventListener("click", () => {
    const found = selected();
    if (found?.text) put(typed(found.post, found.text));
    offered?.remove();
    offered = null;
  });
  document.body.append(offered);
}

const several = new Set();
function showBar() {
  bar.hidden = several.size === 0;
  const label = several.size === 1 ? bar.dataset.one : bar.dataset.many;
  bar.querySelector('[data-part="take"]').textContent = label.replace("{count}", several.size);
  for (const button of document.querySelectorAll('[data-part="multi-quote"]')) {
    button.ariaPressed = String(several.has(button.closest("article").dataset.post));
  }
}

function toggle(id) {
  if (!several.delete(id)) several.add(id);
  showBar();
}

if (box) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest('[data-part="quote"], [data-part="multi-quote"]');
    if (!button) return;
    event.preventDefault();
    const post = button.closest("article");
    if (button.dataset.part === "multi-quote") return toggle(post.dataset.post);
    const found = selected();
    if (found?.text && found.post === post) put(typed(post, found.text));
    else quote([post.dataset.post]);
  });
  for (const button of document.querySelectorAll('[data-part="multi-quote"]')) button.hidden = false;
  bar.querySelector('[data-part="take"]').addEventListener("click", () => {
    quote([...several]);
    several.clear();
    showBar();
  });
  bar.querySelector('[data-part="clear"]').addEventListener("click", () => { several.clear(); showBar(); });
  document.addEventListener("pointerup", () => setTimeout(offer));
  document.addEventListener("keyup", (event) => { if (event.shiftKey || event.key === "Shift") offer(); });
}
