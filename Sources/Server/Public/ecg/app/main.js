// @ts-check
/** The reader's page: `/ecg/reader?id=17`, with others beside it `&with=12,9`. */
import './element.js';
import { ageAndSex, recordedTime } from '../data/facts.js';
import { currentSession } from '../../scripts/session.js';
import { switchLanguage, translatePage } from '../../scripts/i18n/words.js';

const query = new URLSearchParams(location.search);
const reader = /** @type {import('./element.js').ECGReader} */ (document.createElement('ecg-reader'));
reader.setAttribute('recording', query.get('id') ?? '');
reader.setAttribute('with', query.get('with') ?? '');

/** @param {string} id @param {string} text */
const say = (id, text) => { /** @type {HTMLElement} */ (document.getElementById(id)).textContent = text; };

function sayWho() {
  const facts = reader.reader?.reading?.facts;
  if (!facts) return;
  say('patient', facts.patientName || facts.patientID || '—');
  say('facts', [ageAndSex(facts), facts.patientName ? facts.patientID : '', recordedTime(facts), facts.institution].filter(Boolean).join('　'));
}

document.body.append(reader);
reader.reader?.addEventListener('opened', sayWho);
document.getElementById('language')?.addEventListener('click', switchLanguage);
document.addEventListener('languagechange', sayWho);
translatePage();
currentSession().catch(() => undefined);
