// The kinds of things: a shape each, so that they are told apart without colour; colours are the style sheet's.

export const SHAPES = ["disc", "diamond", "square", "frame", "hexagon", "star", "up", "down", "cross"] as const;
export type Shape = (typeof SHAPES)[number];

export interface Kind {
  readonly name: string;
  readonly one: string;
  readonly many: string;
  readonly shape: Shape;
  readonly colour: string; // a custom property of the style sheet
}

const kind = (name: string, one: string, many: string, shape: Shape, colour: string): Kind => ({ name, one, many, shape, colour });

const OTHER = kind("", "thing", "other things", "cross", "--other");

export const KINDS: readonly Kind[] = [
  kind("Person", "person", "people", "disc", "--person"),
  kind("Character", "character", "characters", "diamond", "--character"),
  kind("Show", "show", "shows", "square", "--work"),
  kind("Film", "film", "films", "square", "--work"),
  kind("Work", "work", "other works", "square", "--work"),
  kind("Season", "season", "seasons", "frame", "--work"),
  kind("Episode", "episode", "episodes", "frame", "--work"),
  kind("Organization", "organisation", "organisations", "hexagon", "--organization"),
  kind("Award", "award", "awards", "star", "--award"),
  kind("Event", "named event", "named events", "up", "--event"),
  kind("Place", "place", "places", "down", "--other"),
];

const BY_NAME = new Map(KINDS.map((one) => [one.name, one]));

export const kindOf = (type: string | null | undefined): Kind => BY_NAME.get(type ?? "") ?? OTHER;
