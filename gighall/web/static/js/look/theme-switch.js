// Light, dark, or as the device says. The choice stays in this browser; js/theme.js applies it before painting.
const CHOICES = ["system", "light", "dark"];

class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    const label = document.createElement("label");
    const name = document.createElement("span");
    name.textContent = this.dataset.label;
    const select = document.createElement("select");
    for (const choice of CHOICES) select.add(new Option(this.dataset[choice], choice));
    select.value = document.documentElement.dataset.theme ?? "system";
    select.addEventListener("change", () => this.choose(select.value));
    label.append(name, select);
    this.replaceChildren(label);
  }

  choose(theme) {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // Storage can be switched off; the choice then lasts as long as the page.
    }
  }
}

customElements.define("theme-switch", ThemeSwitch);
