"""Classes of words that tell what kind of name stands beside them: "flick" a film's, "sitcom" a show's.

In: lower-case words. Out: `CLASSES`, a word's class by its form; a rare word of a class counts like a frequent one.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CLASSES"]

_LISTS: Mapping[str, str] = {
    "film": """film films movie movies flick flicks pic pics biopic biopics feature features blockbuster
        blockbusters picture telefilm telepic chiller weepie talkie short shorts threequeller actioner
        docu-drama rom-com romcom threequel prequel sequel sequels remake remakes film-maker screenplay
        slasher western westerns noir weepy tearjerker megahit box-office cinema cinemas premiere opus
        debut-feature docufilm arthouse""",
    "show": """series season seasons show shows sitcom sitcoms soap soaps opera serial serials miniseries
        mini-series programme programmes program programs dramedy docuseries docusoap quiz gameshow
        game-show telenovela k-drama anime cartoon podcast podcasts spin-off spinoff reboot sketch panel
        anthology procedural multicam whodunit kdrama newsmagazine talkshow chatshow breakfast reality
        two-parter three-parter four-parter six-parter limited docudrama web-series""",
    "genre": """drama dramas comedy comedies thriller thrillers saga romance mystery whodunnit caper epic farce
        fantasy horror sci-fi adventure satire tragedy tragicomedy comedy-drama melodrama fable spoof
        parody documentary documentaries spectacular fairytale yarn romp two-hander musical musicals
        potboiler shocker spine-chiller swashbuckler""",
    "work": """novel novels book books memoir memoirs album albums single singles song songs play plays opera
        operas ballet game games videogame comic comics manga webtoon novella biography autobiography
        trilogy quartet saga-novel anthology poem poems story stories fairytale classic bestseller ep lp
        track tracks record records hit ballad anthem tune monologue pantomime panto franchise painting
        poster musical magazine-serial strip graphic-novel webcomic audiobook hymn mural oratorio symphony
        score soundtrack textbook paperback hardback""",
    "episode": """episode episodes instalment installment finale opener pilot chapter premiere edition special
        titled entitled called""",
    "role": """play plays played playing portray portrays portrayed portraying voice voices voiced voicing as
        role roles part character characters cast heroine hero protagonist villain villainess antihero
        antagonist alter-ego impersonates embodies incarnation toplines essays essayed""",
    "job": """actor actress actors star stars director directors writer writers producer producers singer author
        novelist presenter presenters screenwriter playwright comedian composer showrunner filmmaker
        film-maker creator host critic editor broadcaster musician drummer guitarist bassist rapper dancer
        choreographer model journalist columnist cinematographer dramatist creative agent manager
        executive exec boss chief president head controller commissioner co-star veteran helmer scribe
        thesp newcomer debutant lead understudy spokesman spokeswoman spokesperson publicist lawyer artist
        illustrator cartoonist designer stylist photographer historian professor chairman chairwoman
        founder owner poet stuntman puppeteer conductor soprano tenor lyricist songwriter dj impressionist
        magician chef politician mp senator judge contestant winner finalist nominee housemate""",
    "fictional": """detective inspector sergeant captain officer cop nurse doctor teacher widow widower orphan farmer
        vicar priest nun witch wizard vampire ghost spy thief smuggler assassin hitman heiress maid butler
        landlady landlord schoolgirl schoolboy student barmaid waitress barrister lawyer surgeon soldier
        sailor pirate queen king prince princess duke duchess lord lady knight robot alien monster sheriff
        deputy hacker gangster mobster crook conman matriarch patriarch ingenue tomboy jock nerd bully
        loner drifter coroner pathologist paramedic midwife lighthouse-keeper keeper fisherman miner
        apprentice lovestruck lovelorn jilted hapless ruthless""",
    "kin": """mother father mum mom dad daughter son sister brother wife husband widow aunt uncle niece nephew
        cousin grandmother grandfather grandson granddaughter twin twins girlfriend boyfriend fiancé
        fiancée fiancee partner lover ex parents parent stepmother stepfather stepson stepdaughter
        half-sister half-brother sister-in-law brother-in-law mother-in-law father-in-law best-friend
        friend rival flatmate roommate neighbour neighbor""",
    "says": """said says told tells wrote writes added adds explained explains admitted admits recalled recalls
        joked insisted claimed tweeted posted replied revealed laughs shrugs grins remembers confirmed
        announced""",
    "made": """directed written produced created adapted penned helmed scored composed edited hosted presented
        devised starring stars features co-written co-created executive-produced narrated choreographed
        conceived scripted""",
    "shown": """aired airs airing broadcast broadcasts streams streamed streaming commissioned ordered renewed
        cancelled canceled axed greenlit picked-up premieres premiered returns debuts launches launched
        screened released opens opened bowed bows drops dropped acquired distributed""",
    "company": """studio studios network networks channel channels streamer broadcaster publisher label company
        production productions banner distributor imprint newspaper paper magazine website site agency
        theatre troupe band group orchestra choir duo trio quartet union guild academy university college
        school club party council firm outfit platform outlet tabloid daily weekly""",
    "place": """in at near outside across around from town city village county region island coast suburb state
        country harbour province capital north south east west""",
    "award": """award awards prize prizes won win wins winner nominated nomination nominations nominee category
        shortlist shortlisted trophy gong statuette honour honor accolade""",
}
CLASSES: Mapping[str, str] = {word: name for name, listed in reversed(list(_LISTS.items())) for word in listed.split()}
"""The class of a word; a word of two classes is of the one listed first."""
