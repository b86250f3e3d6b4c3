import { useEffect, useRef, type ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import { closeDetails } from './route.ts';

/** Details over the board: a modal dialog, so that focus stays inside, Escape closes, and focus returns where it was. */
export const Drawer = ({
  title,
  kind,
  children,
}: {
  readonly title: string;
  readonly kind: string;
  readonly children: ReactNode;
}) => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    const from = document.activeElement;
    shown?.showModal();
    return () => {
      shown?.close();
      if (from instanceof HTMLElement && from.isConnected) from.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="drawer"
      aria-labelledby="drawer-title"
      onCancel={(event) => {
        event.preventDefault();
        closeDetails();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) closeDetails();
      }}
    >
      <div className="drawer-body">
        <div className="drawer-head">
          <p className="kind">{kind}</p>
          <h2 id="drawer-title" tabIndex={-1}>
            {title}
          </h2>
          <button type="button" className="close" onClick={closeDetails} aria-label="Close details">
            <Icon name="close" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
};
