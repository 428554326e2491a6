// The choice of verdict and figure works by style alone. Here it becomes part of the address, is told, and gives way to a claim that is asked for.

const form = document.querySelector<HTMLFormElement>('[data-claims]');

if (form) {
  restore(form);
  form.addEventListener('change', () => keep(form));
  form.addEventListener('submit', (event) => event.preventDefault());
  addEventListener('hashchange', () => giveWay(form));
  giveWay(form);
  tell(form);
}

/** Sets the choice that the address names. */
function restore(form: HTMLFormElement): void {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const radios = [...form.querySelectorAll<HTMLInputElement>('input[type=radio]')];
    const radio = radios.find((own) => own.name === name && own.value === value && !own.disabled);
    if (radio) radio.checked = true;
  }
}

function keep(form: HTMLFormElement): void {
  const chosen = [...new FormData(form)].filter(([, value]) => value !== 'all') as [string, string][];
  const query = new URLSearchParams(chosen).toString();
  history.replaceState(null, '', `${location.pathname}${query && `?${query}`}`);
  tell(form);
}

/** Shows all claims where the one that the address leads to is hidden by the choice. */
function giveWay(form: HTMLFormElement): void {
  const wanted = location.hash && document.getElementById(location.hash.slice(1));
  if (!wanted || !form.contains(wanted) || wanted.getClientRects().length > 0) return;
  for (const radio of form.querySelectorAll<HTMLInputElement>('[value="all"]')) radio.checked = true;
  history.replaceState(null, '', `${location.pathname}${location.hash}`);
  tell(form);
  wanted.scrollIntoView();
}

function tell(form: HTMLFormElement): void {
  const all = [...form.querySelectorAll('.claim')];
  const shown = all.filter((claim) => claim.getClientRects().length > 0).length;
  const place = form.querySelector('[data-shown]');
  if (place) place.textContent = `${shown} of ${all.length} claims`;
}
