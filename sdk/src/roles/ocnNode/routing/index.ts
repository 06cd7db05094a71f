export { createRouting, type Routing, type RoutingOptions } from './createRouting.ts';
