import { Component, type ReactNode } from 'react';
import { ErrorPanel } from '../ui/index.ts';
import { useAppText } from './useAppText.ts';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly failed: boolean;
  readonly error?: unknown;
}

/** Shows what broke, in place of what broke. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { failed: false };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { failed: true, error };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return <BrokenPage error={this.state.error} onRetry={() => this.setState({ failed: false })} />;
  }
}

function BrokenPage({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const t = useAppText();
  return <ErrorPanel error={error} title={t('broken.title')} body={t('broken.body')} onRetry={onRetry} />;
}
