// Drawn here, because no font can be relied on to have them.
const PATHS = {
  check: "m5 12.5 4.5 4.5L19 7.5",
  clip: "m20 11.5-8.2 8.2a5 5 0 0 1-7-7l8.4-8.5a3.4 3.4 0 0 1 4.8 4.8l-8.3 8.3a1.7 1.7 0 0 1-2.4-2.4l7.6-7.7",
  close: "m6 6 12 12M18 6 6 18",
  down: "M12 4v13m-6-6 6 6 6-6M5 21h14",
  keyboard: "M3 6h18v12H3zM7 10v.01M12 10v.01M17 10v.01M8 14h8",
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M12 5v.01M12 12v.01M12 19v.01",
  send: "M4 12 3 4l18 8-18 8 1-8h9",
};

/** An SVG node, in the colour of the text around it. `name` is one of PATHS. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
