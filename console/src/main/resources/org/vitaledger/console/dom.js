/** Builds elements; text never becomes markup. */

const SVG = "http://www.w3.org/2000/svg";

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  const isThere = (child) => child !== null && child !== undefined && child !== false;
  element.append(...children.flat(Infinity).filter(isThere));
  return element;
}

/** An HTML element with attributes, listeners (`onclick` and so on) and children; null children are left out. */
export function h(name, properties = {}, ...children) {
  return fill(document.createElement(name), properties, children);
}

/** An SVG element. */
export function svg(name, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, name), properties, children);
}

/** Replaces what is in an element. */
export function put(element, ...children) {
  element.replaceChildren();
  return fill(element, {}, children);
}

/** Sets a text only if it is another, so that screen readers are not told the same again. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * Makes the children of an element those of the items, in their order. A child is built once for each key and stays
 * where it is, so that focus and selection stay too, and screen readers are told of new ones alone.
 */
export function reconcile(parent, items, { key, build, update = () => {} }) {
  const wanted = new Set(items.map((item) => key(item)));
  const present = new Map();
  for (const child of [...parent.children]) {
    if (wanted.has(child.dataset.key)) {
      present.set(child.dataset.key, child);
    } else {
      child.remove();
    }
  }
  let next = parent.firstElementChild;
  for (const item of items) {
    const child = present.get(key(item)) ?? build(item);
    child.dataset.key = key(item);
    update(child, item);
    if (child === next) {
      next = next.nextElementSibling;
    } else {
      parent.insertBefore(child, next);
    }
  }
}

const ICONS = {
  lock: "M6 11h12v9H6z M8.5 11V8a3.5 3.5 0 017 0v3",
  shield: "M12 3l7 3v5c0 4.6-2.9 8.4-7 10-4.1-1.6-7-5.4-7-10V6l7-3z M9 12l2.2 2.2L15.5 10",
  check: "M5 12.5l4.5 4.5L19 7.5",
  cross: "M6.5 6.5l11 11 M17.5 6.5l-11 11",
  dash: "M6 12h12",
  bell: "M6 17V11a6 6 0 0112 0v6l1.5 2h-15L6 17z M10 21h4",
  file: "M7 3h7l4 4v14H7z M14 3v4h4",
  clock: "M12 7v5l3.5 2 M12 3a9 9 0 100 18 9 9 0 000-18z",
};

/** A small drawing beside a text, hidden from screen readers. */
export function icon(name) {
  const path = svg("path", { d: ICONS[name], fill: "none", "stroke-linecap": "round", "stroke-linejoin": "round" });
  return svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, path);
}
