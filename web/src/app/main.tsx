import './styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startData } from '../data/index.ts';
import { startTexts } from '../i18n/index.ts';
import { applyTheme, currentTheme, uiTexts } from '../ui/index.ts';
import { walletTexts } from '../wallet/index.ts';
import { App } from './App.tsx';
import { appTexts } from './appTexts.ts';

const data = startData();
applyTheme(currentTheme());
startTexts({ app: appTexts, ui: uiTexts, wallet: walletTexts });

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App data={data} />
  </StrictMode>,
);
