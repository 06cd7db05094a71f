/** What the node tells peers and clients about itself. */
export const VERSION = '0.1.0';
