/** What the SDK can be kept from. What the page's other parts are kept from is not noted. */
const OURS = /^(?:worker|script|connect)|trusted/;

/** Notes the directives of the page's content security policy that block something, for as long as it watches. */
export function watchPolicy(): { found: string[]; stop: () => void } {
  const found: string[] = [];
  if (typeof document === 'undefined') return { found, stop: () => undefined };
  const note = ({ effectiveDirective }: SecurityPolicyViolationEvent): void => {
    if (OURS.test(effectiveDirective) && !found.includes(effectiveDirective)) found.push(effectiveDirective);
  };
  document.addEventListener('securitypolicyviolation', note);
  return {
    found,
    stop: () => {
      document.removeEventListener('securitypolicyviolation', note);
    },
  };
}
