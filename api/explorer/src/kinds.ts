// The kinds of things: a colour and a sign each, so that they are told apart without colour too.

export interface Kind {
  readonly sign: string;
  readonly colour: string;
  readonly plural: string;
}

const OTHER: Kind = { sign: "•", colour: "#5b6470", plural: "other" };

const KINDS: Readonly<Record<string, Kind>> = {
  Person: { sign: "●", colour: "#0b62a3", plural: "people" },
  Character: { sign: "◆", colour: "#b34700", plural: "characters" },
  Show: { sign: "■", colour: "#0a7152", plural: "shows" },
  Season: { sign: "▪", colour: "#0a7152", plural: "seasons" },
  Episode: { sign: "▫", colour: "#0a7152", plural: "episodes" },
  Film: { sign: "▬", colour: "#0a7152", plural: "films" },
  Work: { sign: "▭", colour: "#0a7152", plural: "other works" },
  Organization: { sign: "⬢", colour: "#7a4397", plural: "organisations" },
  Award: { sign: "★", colour: "#8a6500", plural: "awards" },
  Event: { sign: "▲", colour: "#a3194d", plural: "named events" },
  Place: { sign: "▼", colour: "#5b6470", plural: "places" },
};

export const kindOf = (type: string | null | undefined): Kind => KINDS[type ?? ""] ?? OTHER;
