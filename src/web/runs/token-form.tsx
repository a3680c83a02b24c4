// Asks for the token that a cluster's page takes.
import { useId, useState } from 'preact/hooks';

export function TokenForm({ problem, enter }: { problem: string; enter: (token: string) => void }) {
  const [token, setToken] = useState('');
  const [field, hint] = [useId(), useId()];
  return (
    <form
      class="token"
      onSubmit={(event) => {
        event.preventDefault();
        enter(token.trim());
      }}
    >
      <h2>Who are you?</h2>
      <p role="alert">{problem}</p>
      <label for={field}>Token</label>
      <input id={field} type="password" autocomplete="off" spellcheck={false} required aria-describedby={hint} value={token} onInput={(event) => setToken(event.currentTarget.value)} />
      <p id={hint} class="quiet">
        For example what <code>kubectl create token ACCOUNT -n NAMESPACE</code> prints. It is kept until this tab is closed, and sent to this server alone. You see the
        runs of the namespaces in which it may get <code>recordedruns</code>.
      </p>
      <button class="primary" type="submit">
        Show runs
      </button>
    </form>
  );
}
