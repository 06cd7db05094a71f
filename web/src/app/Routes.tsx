import { Suspense } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { Skeleton } from '../ui/index.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { featurePage } from './featurePage.ts';
import { features } from './features.ts';
import { NotFound } from './NotFound.tsx';
import { Overview } from './Overview.tsx';
import { placeOf } from './place.ts';

/** What is left open in a pattern: `/devices/issue` goes before `/devices/:id`, whichever feature has it. */
const gaps = (path: string) => path.match(/[:*]/g)?.length ?? 0;

const pages = features
  .flatMap((feature) => feature.routes.map((route) => ({ feature, route })))
  .sort((a, b) => gaps(a.route.path) - gaps(b.route.path));

/** The pages, each in a chunk of its own; one that fails leaves the rest of the page standing. */
export function Routes() {
  const [location] = useLocation();
  return (
    <ErrorBoundary key={placeOf(location)}>
      <Suspense fallback={<Skeleton lines={6} />}>
        <Switch>
          <Route path="/" component={Overview} />
          {pages.map(({ feature, route }) => (
            <Route key={route.path} path={route.path} component={featurePage(feature, route)} />
          ))}
          <Route component={NotFound} />
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
}
