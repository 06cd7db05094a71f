import { Suspense } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { Skeleton } from '../ui/index.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { featurePage } from './featurePage.ts';
import { features } from './features.ts';
import { NotFound } from './NotFound.tsx';
import { Overview } from './Overview.tsx';
import { placeOf } from './place.ts';

/** The pages, each in a chunk of its own; one that fails leaves the rest of the page standing. */
export function Routes() {
  const [location] = useLocation();
  return (
    <ErrorBoundary key={placeOf(location)}>
      <Suspense fallback={<Skeleton lines={6} />}>
        <Switch>
          <Route path="/" component={Overview} />
          {features.flatMap((feature) =>
            feature.routes.map((route) => (
              <Route key={route.path} path={route.path} component={featurePage(feature, route)} />
            )),
          )}
          <Route component={NotFound} />
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
}
