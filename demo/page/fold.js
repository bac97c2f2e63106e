/**
 * A button and what it unfolds under itself. Escape, a press elsewhere and leaving with Tab fold
 * it again; so does `fold()`. `unfolded` may fill it first.
 */
export function folding(button, panel, unfolded = () => {}) {
  const box = button.parentElement;
  const show = (open) => {
    panel.classList.toggle("unfolded", open);
    button.setAttribute("aria-expanded", String(open));
  };
  const isOpen = () => button.getAttribute("aria-expanded") === "true";
  const fold = () => show(false);
  const unfold = async () => {
    await unfolded();
    show(true);
  };
  button.addEventListener("click", () => (isOpen() ? fold() : unfold()));
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) fold();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!box.contains(event.target)) fold();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    fold();
    button.focus();
    event.preventDefault();
  });
  return { fold, unfold };
}
