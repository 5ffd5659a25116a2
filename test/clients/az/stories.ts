import type { AzStory } from './az-case.ts';
import { catalogueStory } from './catalogue-story.ts';
import { createStory } from './create-story.ts';
import { deploymentStory } from './deployment-story.ts';
import { operationsStory } from './operations-story.ts';
import { signInStory } from './sign-in-story.ts';

/** All that az is made to do; each story in a resource group of its own. */
export const AZ_STORIES: readonly AzStory[] = [
  signInStory,
  operationsStory,
  createStory,
  deploymentStory,
  catalogueStory,
];
