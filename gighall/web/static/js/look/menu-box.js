// A menu made of <details> that closes on Escape and on a press elsewhere.
class MenuBox extends HTMLElement {
  connectedCallback() {
    this.details = this.querySelector("details");
    this.addEventListener("keydown", this.onKey);
    document.addEventListener("pointerdown", this.onPressElsewhere);
    this.addEventListener("focusout", this.onFocusLeaves);
  }

  disconnectedCallback() {
    document.removeEventListener("pointerdown", this.onPressElsewhere);
  }

  onKey = (event) => {
    if (event.key !== "Escape" || !this.details.open) return;
    this.details.open = false;
    this.querySelector("summary").focus();
  };

  onPressElsewhere = (event) => {
    if (!this.contains(event.target)) this.details.open = false;
  };

  onFocusLeaves = (event) => {
    if (event.relatedTarget && !this.contains(event.relatedTarget)) this.details.open = false;
  };
}

customElements.define("menu-box", MenuBox);
