/** What goes wrong, by concept, in the words callers use. Same notation as the things. */
export const TROUBLES: Readonly<Record<string, string>> = {
  broken:
    'not working | isnt working | stopped working | quit working | doesnt work | dont work | wont work | aint working | not work | wont turn on | wont come on | wont start | not turning on | isnt turning on | not coming on | wont kick on | wont run | isnt running | not running | quit | quits | died | dead | broke | broken | busted | went out | is out | are out | gone out | goes out | keeps going out | going out | is down | went down | stopped | not responding | acting up | messed up | on the fritz | shut down | shuts off | shutting off | turns off by itself | keeps shutting off | wont go on | doesnt turn on | doesnt come on | not starting | conked out | kaput | gave out | wont fire up | failed | malfunctioning | on the blink | crapped out | not functioning | has a problem | problem with | issue with | issues with | problems with | trouble with | something wrong with | having trouble | doing nothing | does nothing | isnt coming on | not turn on | will not turn on | will not start | will not work | is not on | stop working | stops working | has stopped | up and quit | just quit | gave up | never comes on | not kicking on | doesnt kick on | dont kick on | arent coming on | and dies | wont kick in | stuck',
  not_cooling:
    'not cooling | isnt cooling | wont cool | stopped cooling | doesnt cool | quit cooling | not cold | isnt cold | not getting cold | not blowing cold | isnt blowing cold | wont get cold | not cool | no cold air | no cool air | no cooling | no ac | no air conditioning | no air | stop cooling | stops cooling | isnt cooling down | wont cool down | not cooling down | cant cool | barely cooling | hardly cooling | not cooling the house | not keeping up | cant keep up | cannot keep up | without ac | without air | lost ac | lost cooling | lost our air | not putting out cold | will not cool | isnt keeping up | aint keeping up | acs out | ac out | acs dead | airs out | air is out | nothing cold comes out | and no air | not cooling anymore | never cools',
  not_heating:
    'not heating | isnt heating | wont heat | stopped heating | doesnt heat | quit heating | not warm | not blowing hot | not getting warm | wont get warm | not getting hot | not heating up | wont heat up | isnt heating up | stop heating | barely heating | not putting out heat | will not heat | no warm air | no hot air | not warming up | not blowing warm | never heats',
  no_heat:
    'no heat | no heating | without heat | lost heat | heat is out | heat went out | heat quit | heats out | heat not working | heat isnt working | heat stopped | heat is not working | heat doesnt work | heat wont come on | heat wont turn on | heat wont kick on | got no heat | heat is not coming on | no furnace | the heat is off | heat has been out | heat died | dont have heat | dont have any heat | have any heat | our heat is gone | heaters out | house is freezing | no heet',
  hot_air:
    'hot air | warm air | blowing hot | blowing warm | blows hot | blows warm | blow hot | blow warm | lukewarm air | room temperature air | just blowing air | only blows air | blowing out hot | air is warm | air is hot | air isnt cold | coming out warm | comes out warm | coming out hot',
  cold_air:
    'cold air | cool air | blowing cold | blows cold | blow cold | blowing cool | blowing out cold | air is cold | blows cool',
  no_hot_water:
    'no hot water | no warm water | hot water is out | hot water went out | water wont get hot | water isnt hot | water is not hot | water is cold | water doesnt get hot | hot water stopped | without hot water | lost hot water | hot water is gone | hot water isnt working | dont have hot water | have any hot water | hot water not working | water wont heat | water is ice cold | hot water quit | not getting hot water | only cold water | water not getting hot | hot water is not working | no hot wtr | not have hot water',
  no_water:
    'no water | no running water | water is out | without water | water stopped | dont have water | dont have any water | water wont come on | nothing comes out of the faucet* | no water pressure at all | not have water | water went out | nothing comes out',
  no_power:
    'no power | power is out | power went out | lost power | no electricity | no electric | without power | without electricity | dont have power | power off | power is off | electricity is out | electricity went out | have no power | has no power | dont have electricity | power out | outage | no lights | lights are out | lights went out | lost electricity | not have power | no juice | lights are off | the power quit | powers out | is dark | went dark',
  leaking:
    'leak | leaks | leaking | leaked | leeking | lick in | seeping | dripping water | water leak* | leeking | leek | leaky | spraying | pouring | gushing | dribbling | coming out from under | puddle* | pooling | leaking water | losing water',
  dripping: 'drip | drips | dripping | dripped | dripp*',
  clogged:
    'clog | clogs | clogged | clogging | plugged up | plugged | stopped up | blocked | blockage | blocked up | wont drain | not draining | doesnt drain | isnt draining | jammed up | wont go down | slow to drain | backed up and wont drain | clock up | clogd | klogged',
  backed_up:
    'backed up | backing up | backs up | back up | backup | backed | coming up | comes up | bubbling up | came up | back ing up',
  slow: 'slow | slowly | sluggish | draining slow*',
  overflowing:
    'overflow | overflows | overflowing | overflowed | running over | spilling over | over flowing | overflown',
  burst:
    'burst | bursted | busted | bust | bursting | broke open | split open | exploded | snapped | ruptured | cracked open | blew off | blew apart',
  frozen:
    'frozen | froze | froze up | frozen up | freezing up | iced over | iced up | icing up | ice on | covered in ice | covered with ice | full of ice | block of ice | freeze up | freezes | freezes up | ice all over | ice buildup | icy | ice',
  noisy:
    'noise | noises | noisy | loud | rattle* | rattling | rattles | squeal* | screech* | bang* | grind* | hum | hums | humming | clicking | clanking | clunk* | thump* | whistl* | squeak* | vibrat* | buzzing | rumbl* | knocking | making a sound | weird sound | strange sound | whining | clatter* | scraping | gurgl* | hammering | ratling | ratteling | roaring | popping noise',
  smelly:
    'smell | smells | smelly | smelling | odor | odors | stink | stinks | stinky | musty | moldy | smelled | stinking',
  buzzing: 'buzz | buzzes | buzzing | hum | hums | humming | crackl* | sizzl* | buzing',
  sparking: 'spark | sparks | sparking | sparked | arcing | arc | sparcs | sparkin',
  hot_to_touch:
    'is hot | are hot | was hot | feels hot | felt hot | gets hot | got hot | getting hot | really hot | very hot | so hot | too hot | and hot | hot and | hot to | is warm | are warm | feels warm | felt warm | very warm | getting warm | gets warm | warm to | and warm | really warm | hot to the touch | burning hot | overheating | overheated | heating up | melted | melting | scorched | burning up',
  wet: 'wet | water in | water on | soaked | damp | water got in | rain got in | soaking',
  flickering:
    'flicker | flickers | flickering | blinking | flashing | dimming | dim | dims | pulsing | flikering | flicking | go dim | get dim | going on and off',
  tripping:
    'trip | trips | tripping | tripped | pops | popping | popped | keeps popping | keeps tripping | kicks off | throws the breaker | wont stay on | wont reset | flips | flipping | blows the fuse | keeps flipping | blew | throwing the breaker | kicks the breaker',
  blank: 'blank | black | dark | screen is off | not lit | no display | dead | went blank | is off | screen',
  running:
    'runs | running | keeps running | wont stop running | runs constantly | running all the time | runs nonstop | always running | run constantly | keeps refilling | runs all night | never stops running | wont shut off | wont turn off',
  pilot: 'pilot | pilot light | pilots | pilate | pilot lite | pylot',
  out: 'out | off | wont stay lit | wont light | went out | goes out | is out | keeps going out | not lit | wont stay on',
  replace:
    'replace | replaced | replacement | replacing | swap out | swap | change out | changed out | needs replacing | need a new | needs a new | want a new | put in a new | get a new | switch out | need new | buy a new | buy new | changing out | upgrade | redo',
  install:
    'install | installed | installation | installing | put in | set up | hang | mount | hook up | hooked up | wire up | wire in | add | put up | instal | run a new | run a',
  estimate:
    'estimate* | quote | quotes | bid | price on | cost to replace | how much for a new | how much is a new | how much to replace | proposal | priced out | pricing on | how much would a new | estimit',
  tune_up:
    'tune up* | tuneup* | tune-up | maintenance | spring check | fall check | yearly check | check up | checkup | yearly service | annual service | annual maintenance | seasonal maintenance | routine maintenance | tuned up | serviced | yearly inspection | preventive maintenance | tuna up | annual check | spring service | fall service | to tune',
  cant_stop:
    'cant stop it | cant shut it off | cant turn it off | wont shut off | cant find the shut off | cant find the valve | cannot stop it | cannot shut it off | wont stop | cannot turn it off | valve is stuck | valve wont turn | dont know where the shut off | cant get it to stop | cant shut off | cant stop | not stopping | keeps coming | shut off doesnt work | cannot stop | wont stop leaking | cant turn off | cant find the main',
  wire_down:
    'wire down | wires down | power line down | line is down | wire is down | wires are down | downed wire | downed line | downed power line | downed power lines | power lines down | line down | live wire | wire in the yard | wire on the ground | line on the ground | wires on the ground | wire hanging | lines are down | power line fell | power line is down | wire came down | line came down | wire fell | power line is on | power line hanging',
};
