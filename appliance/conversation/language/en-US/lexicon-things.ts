/**
 * What trade callers talk about, by concept. Wordings are separated by `|`; `*` ends a word stem. Misheard forms that
 * recognizers write (trades talk is full of them: `heap pump`, `free zone`) stand beside the right ones.
 */
export const THINGS: Readonly<Record<string, string>> = {
  ac: 'ac | acs | air conditioner* | air conditioning | air condition | air condishun* | central air | cooling system | cooling unit | cooling | air unit | aircon | the air | our air | my air | air con | window unit',
  furnace:
    'furnace* | vernace | furness | furnes | furnis | heating system | heating unit | heating | gas heat | central heat | central heating | oil heat',
  heater: 'heater | heaters | space heater | wall heater | the heat | our heat | my heat | heat',
  heat_pump: 'heat pump* | heap pump* | heat bump | heatpump* | heat pomp | he pump',
  boiler: 'boiler* | broiler | boyler',
  radiator: 'radiator* | baseboard* | radiant floor',
  thermostat: 'thermostat* | thermometer | thermastat | nest | ecobee | honeywell | thermo stat | termostat',
  mini_split: 'mini split* | many split* | minisplit* | mini spit | ductless | minnie split',
  compressor: 'compressor* | compresser | come pressure',
  condenser: 'condenser* | condensor | condensation unit | condensing unit',
  outdoor_unit:
    'outdoor unit | outside unit | unit outside | outside thing | thing outside | outdoor fan | outside fan | fan outside | unit outdoors | outdoor part | box outside | outside box | outdoor one | out door unit | outdoor units | outside ac',
  air_handler:
    'air handler* | indoor unit | inside unit | unit in the attic | attic unit | unit in the closet | evaporator',
  unit: 'unit | units | system | hvac | hvac system | hvac unit | equipment',
  vent: 'vent | vents | duct* | register | registers | blower',
  freon:
    'freon | free zone | free on | refrigerant | coolant | four ten a | 410a | four ten eh | r twenty two | r 22 | freeon | frion',
  water_heater:
    'water heater* | hot water heater* | hot water tank* | water tank | bradford white | hot water eater | water eater | hotwater heater* | hot water unit',
  tankless:
    'tankless | thankless | navien | naivian | rinnai | noritz | instant hot water | on demand water heater | tank less',
  hot_water: 'hot water | warm water',
  toilet: 'toilet* | commode* | toylet | john | the throne',
  sink: 'sink* | basin | kitchen sink | bathroom sink | lavatory',
  shower: 'shower* | showers',
  tub: 'tub | tubs | bathtub* | bath tub*',
  faucet: 'faucet* | tap | spigot* | spicket | faucit | fossett | hose bib* | hose bit | kitchen tap',
  drain: 'drain | drains | drain line | floor drain | drane',
  sewer: 'sewer* | main line | main drain | sewer main | septic | sewer line | main sewer | mainline',
  sewage: 'sewage | raw sewage | poop | feces | sewer water | black water | toilet water | waste water',
  pipe: 'pipe | pipes | plumbing | water line* | water pipe* | waterline | pecks pipe | pex | copper line | supply line',
  ceiling: 'ceiling* | sealing | roof inside | drywall',
  disposal: 'disposal* | disposer | garbage disposal* | insinkerator | garburator | garbage grinder',
  sump: 'sump | some pump | sump pump* | sum pump | ejector pump | sewage ejector | sump pit | sumppump',
  gas_line: 'gas line* | gas pipe* | gas hookup | gas hook up | gas piping',
  backflow: 'backflow | back flow | rpz | backflow preventer',
  basement: 'basement* | cellar | crawl space | crawlspace',
  meter: 'meter | gas meter | electric meter',
  breaker: 'breaker* | circuit breaker* | baker | breakers | braker | brakers | the breakfast | fuse*',
  panel:
    'panel* | breaker box* | fuse box* | electrical box | breaker panel* | electric panel | load center | service panel | braker box | electric box',
  outlet: 'outlet* | plug | plugs | receptacle* | socket* | wall plug* | outlit | out let | plug in | plug ins',
  gfci: 'gfci* | gfi* | gif outlet | g f i | gfci outlet* | gfi outlet*',
  switch: 'switch | switches | light switch* | dimmer*',
  light: 'light | lights | lighting | lamp | lamps | light fixture* | bulb | bulbs | chandelier* | lites',
  ceiling_fan: 'ceiling fan* | overhead fan* | sealing fan',
  ev: 'ev | ev charger* | tesla* | electric car* | car charger* | electric vehicle* | chargepoint | easy charger',
  generator: 'generator* | generac | genset | jenerator | standby generator',
  stove: 'stove* | range | cooktop | oven* | burner',
  smoke_detector:
    'smoke detector* | smoke alarm* | fire alarm* | fire detector* | smoke detecter* | smoke and co | smokes detector',
  co_detector:
    'co detector* | co alarm* | carbon monoxide detector* | carbon monoxide alarm* | carbon monoxide sensor | carbon detector* | carbon alarm* | monoxide alarm | monoxide detector* | co monitor | co sensor | carbon monoxide detecter*',
  carbon_monoxide:
    'carbon monoxide | monoxide | carbon monoxid* | co poisoning | co leak | co level* | carbonmonoxide | co reading* | carbon dioxide alarm | carbon dioxide detector',
  vulnerable:
    'baby | babies | newborn* | infant* | toddler* | elderly | senior | grandmother | grandma | grandpa | grandfather | my mother is eighty | my mom is eighty | disabled | wheelchair | oxygen | on oxygen | oxygen machine | pregnant | dialysis | ventilator | cpap | medical equipment | sick child | old mother | old father | handicapped | chemo | cancer | asthma | bedridden | year old mother | year old mom | year old father | year old dad | year old grandmother | hospice | premature | preemie | heart condition | home care',
};
