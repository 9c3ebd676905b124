// @ts-check
/** Messages as they happen: a count at the bell, and an event that pages refresh themselves by. */
import { get } from './api.js';
import { words } from '../i18n/words.js';

/** @param {HTMLElement} bell a link to the desk */
export function listenForMessages(bell) {
  let unread = 0;
  const draw = () => {
    bell.dataset.count = unread > 99 ? '99+' : unread ? String(unread) : '';
    bell.title = words('desk.messages');
  };
  get('/api/desk/messages').then((messages) => {
    unread = messages.filter((/** @type {{isRead: boolean}} */ { isRead }) => !isRead).length;
    draw();
  }, () => {});
  /** @type {EventSource | null} */ let stream = null;
  // Only a page that is looked at listens: a browser has six lines to a server, for all its tabs.
  const listen = () => {
    if (document.hidden) {
      stream?.close();
      stream = null;
      return;
    }
    if (stream) return;
    stream = new EventSource('/api/desk/stream');
    stream.addEventListener('message', (event) => {
      unread += 1;
      draw();
      document.dispatchEvent(new CustomEvent('notice', { detail: JSON.parse(event.data) }));
    });
  };
  document.addEventListener('visibilitychange', listen);
  listen();
  document.addEventListener('messagesread', () => {
    unread = 0;
    draw();
  });
  addEventListener('pagehide', () => stream?.close());
}
