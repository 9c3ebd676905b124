// @ts-check

/**
 * The list by keyboard: arrows choose, Enter opens, / searches, N and P turn pages.
 * @param {import('./table.js').StudyTable} table @param {import('./list.js').StudyList} list @param {HTMLInputElement} search
 * @param {() => boolean} isActive  false while the list is not what is seen
 */
export function listenForKeys(table, list, search, isActive) {
  /** @type {Record<string, () => void>} */
  const anywhere = {
    ArrowDown: () => table.chooseBy(1),
    ArrowUp: () => table.chooseBy(-1),
    Enter: () => { if (table.chosen) table.open(table.chosen); },
    PageDown: () => list.turnPage(1),
    PageUp: () => list.turnPage(-1),
  };
  /** @type {Record<string, () => void>} */
  const outsideFields = {
    ...anywhere,
    n: () => list.turnPage(1),
    p: () => list.turnPage(-1),
    '/': () => search.select(),
    Home: () => table.chooseBy(-Infinity),
    End: () => table.chooseBy(Infinity),
  };
  document.addEventListener('keydown', (event) => {
    if (!isActive() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const { target, key } = event;
    if (!(target instanceof Element) || target.closest('dialog, .dates')) return;
    // A button in focus is pressed by these itself.
    if (target.matches('button, a') && (key === 'Enter' || key === ' ')) return;
    if (key === 'Escape' && target === search) search.blur();
    const action = (target === search ? anywhere : outsideFields)[key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
