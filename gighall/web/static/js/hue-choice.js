// Shows the page in the colour that is being chosen, before it is saved.
const OWN = "own";

class HueChoice extends HTMLElement {
  connectedCallback() {
    this.slider = this.querySelector("input[type=range]");
    this.addEventListener("input", this.onInput);
  }

  onInput = (event) => {
    if (event.target === this.slider) this.querySelector(`input[value="${OWN}"]`).checked = true;
    else if (event.target.value !== OWN) this.slider.value = event.target.value;
    document.documentElement.style.setProperty("--accent-hue", this.slider.value);
  };
}

customElements.define("hue-choice", HueChoice);
