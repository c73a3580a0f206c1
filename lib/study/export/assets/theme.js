// The button that turns light into dark and back. The first choice is the system's; a reader's own is remembered.
(() => {
  const button = document.querySelector(".theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const show = () => {
    button.textContent = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", isDark() ? "Light theme" : "Dark theme");
    document.dispatchEvent(new Event("lab-theme"));
  };
  button.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem("lab-theme", theme);
    } catch { /* a browser may keep nothing for files */ }
    show();
  });
  system.addEventListener("change", show);
  show();
})();
