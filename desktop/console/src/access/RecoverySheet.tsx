/** The ten codes, shown this once: to be printed and put away. */
export const RecoverySheet = ({ codes, done }: { readonly codes: readonly string[]; readonly done: () => void }) => (
  <section className="entrance-form" aria-labelledby="sheet-title">
    <h2 id="sheet-title" tabIndex={-1} ref={(heading) => heading?.focus()}>
      Your recovery sheet
    </h2>
    <p>
      Print this and keep it where you keep contracts. Each code is good once: in place of an authenticator, or for a
      new password. <strong>They are not shown again.</strong>
    </p>
    <ol className="recovery-codes">
      {codes.map((code) => (
        <li key={code}>
          <code>{code}</code>
        </li>
      ))}
    </ol>
    <p className="entrance-acts">
      <button type="button" onClick={() => window.print()}>
        Print
      </button>
      <button type="button" className="primary" onClick={done}>
        I have it
      </button>
    </p>
  </section>
);
