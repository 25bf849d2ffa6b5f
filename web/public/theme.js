// Sets the theme and the height of rows before the first paint; it stands outside the modules because those run after it.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("onward.theme");
    document.documentElement.dataset.density = localStorage.getItem("onward.density") ?? "default";
  } catch {
    // A browser that keeps nothing follows the system.
  }
  const isDark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
  const paper = document.querySelector('meta[name="theme-color"]');
  if (paper !== null) paper.setAttribute("content", isDark ? "#161512" : "#FBFAF6");
})();
