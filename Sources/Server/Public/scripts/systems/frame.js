// @ts-check
/** The frame of every page of the systems: who is here, where one can go, and messages as they come. */
import { learn, switchLanguage, translatePage } from '../i18n/words.js';
import { zh } from '../i18n/systems/zh.js';
import { en } from '../i18n/systems/en.js';
import { showRooms } from '../navigation/bar.js';
import { currentSession, signOut } from '../session.js';
import { Catalogue } from './catalogue.js';
import { listenForMessages } from './notices.js';
import { words } from '../i18n/words.js';

learn({ zh, en });

/** @template {HTMLElement} Part @param {string} id @returns {Part} */
export const part = (id) => /** @type {Part} */ (document.getElementById(id));

/**
 * Says in a line that stays what was done or went wrong.
 * @param {string} text @param {'problem' | 'done' | ''} [kind]
 */
export function tell(text, kind = '') {
  const line = part('told');
  line.textContent = text;
  line.className = `told ${kind}`;
  line.hidden = text === '';
}

/** @param {Catalogue} catalogue @param {string | null} here */
function drawMenu(catalogue, here) {
  const menu = part('menu');
  menu.replaceChildren(...catalogue.systems.map(({ label, entities }) => {
    const group = document.createElement('section');
    const heading = document.createElement('h2');
    heading.textContent = label;
    group.append(heading, ...entities.map((entity) => {
      const link = document.createElement('a');
      link.href = `/records?entity=${entity.name}`;
      link.textContent = entity.label;
      if (entity.name === here) link.setAttribute('aria-current', 'page');
      return link;
    }));
    return group;
  }));
  if (!catalogue.systems.length) tell(words('systems.none'));
}

/**
 * Opens the frame and gives what the page needs to draw itself; `draw` is called again in another language.
 * @param {string | null} entity @param {(catalogue: Catalogue) => void} draw
 */
export async function openFrame(entity, draw) {
  translatePage();
  part('sign-out').addEventListener('click', signOut);
  part('language').addEventListener('click', switchLanguage);
  part('open-menu').addEventListener('click', () => document.body.classList.toggle('with-menu'));
  const session = await currentSession();
  part('account').textContent = session.displayName || session.name;
  showRooms(part('rooms'), session);
  const show = async () => {
    translatePage();
    const catalogue = await Catalogue.load();
    drawMenu(catalogue, entity);
    draw(catalogue);
  };
  document.addEventListener('languagechange', show);
  listenForMessages(part('bell'));
  await show();
}
