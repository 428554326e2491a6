import { z } from 'zod';

/** The name of a profile or a panel: part of a file's name and of a page's address, so that nothing in it is a path, mark-up or another page. */
export const nameSchema = z.string().regex(/^(?!index$)[A-Za-z0-9][\w.-]{0,79}$/);
