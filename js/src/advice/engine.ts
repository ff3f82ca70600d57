// Loaded on demand: it imports nothing at run time.
import type { EngineReason } from '../errors.js';

/** Who can do what where the engine is not available. What the browser lacks has the advice of the code itself. */
export interface EngineTexts {
  /** The page's operator has to mend it. */
  readonly operator: string;
  /** The person can try again. */
  readonly unreachable: string;
  /** The person can free memory. */
  readonly memory: string;
}

const WHOSE: Readonly<Partial<Record<EngineReason, keyof EngineTexts>>> = {
  not_found: 'operator',
  wrong_content: 'operator',
  blocked_by_policy: 'operator',
  wrong_setup: 'operator',
  unreachable: 'unreachable',
  out_of_memory: 'memory',
};

/** The texts of each language that there is advice in. */
export const ENGINE_TEXTS: Readonly<Record<string, EngineTexts>> = {
  en: {
    operator: 'This page is not set up correctly. Please tell its operator.',
    unreachable: 'A part of this page could not be loaded. Check the network and try again.',
    memory: 'This device has too little free memory. Close other pages and apps, and try again.',
  },
  kk: {
    operator: 'Бұл бет дұрыс бапталмаған. Сайт иесіне хабарлаңыз.',
    unreachable: 'Беттің бір бөлігі жүктелмеді. Желіні тексеріп, қайталап көріңіз.',
    memory: 'Бұл құрылғыда бос жад жетіспейді. Басқа беттер мен қолданбаларды жауып, қайталап көріңіз.',
  },
  ky: {
    operator: 'Бул барак туура жөндөлгөн эмес. Сайттын ээсине билдириңиз.',
    unreachable: 'Барактын бир бөлүгү жүктөлгөн жок. Тармакты текшерип, кайталап көрүңүз.',
    memory: 'Бул түзмөктө бош эс тутум жетишпейт. Башка барактарды жана колдонмолорду жаап, кайталап көрүңүз.',
  },
  ru: {
    operator: 'Страница настроена неправильно. Сообщите об этом владельцу сайта.',
    unreachable: 'Часть страницы не загрузилась. Проверьте подключение к сети и попробуйте ещё раз.',
    memory: 'На устройстве не хватает памяти. Закройте другие страницы и приложения и попробуйте ещё раз.',
  },
  uz: {
    operator: 'Bu sahifa noto‘g‘ri sozlangan. Sayt egasiga xabar bering.',
    unreachable: 'Sahifaning bir qismi yuklanmadi. Tarmoqni tekshirib, qayta urinib ko‘ring.',
    memory: 'Bu qurilmada bo‘sh xotira yetishmayapti. Boshqa sahifa va ilovalarni yopib, qayta urinib ko‘ring.',
  },
  vi: {
    operator: 'Trang này chưa được thiết lập đúng. Vui lòng báo cho đơn vị quản lý trang.',
    unreachable: 'Một phần của trang không tải được. Hãy kiểm tra mạng rồi thử lại.',
    memory: 'Thiết bị này không đủ bộ nhớ trống. Hãy đóng các trang và ứng dụng khác rồi thử lại.',
  },
};

/** The advice for a reason of `engine_unavailable`; nothing where that of the code says it. */
export function engineAdvice(reason: unknown, language: string): string | undefined {
  const whose = WHOSE[reason as EngineReason];
  return whose === undefined ? undefined : ENGINE_TEXTS[language]?.[whose];
}
