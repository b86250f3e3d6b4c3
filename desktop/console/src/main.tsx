import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import './styles/theme.css';
import './styles/frame.css';
import './styles/calls.css';
import './styles/jobs.css';
import './styles/details.css';
import './styles/lines.css';
import './styles/alerts.css';
import './styles/access.css';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
